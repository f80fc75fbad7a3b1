// Validates PDF files against veraPDF's own profiles in one JVM: Validate PROFILE.xml... -- FILE.pdf...
// Prints one line per failed rule and file: file, profile, clause, test number, checks; "ok" if none failed.
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.gf.model.GFModelParser;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

public class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<String> all = List.of(arguments);
        List<String> profiles = all.subList(0, all.indexOf("--"));
        for (String file : all.subList(all.indexOf("--") + 1, all.size())) {
            for (String name : profiles) {
                report(file, name, failures(file, profile(name)));
            }
        }
    }

    // Foundries.createValidator(flavour) finds no profiles in this jar, so the profile is read from it by name.
    static ValidationProfile profile(String name) throws Exception {
        try (InputStream xml = Validate.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name)) {
            return Profiles.profileFromXml(xml);
        }
    }

    static Map<String, Integer> failures(String file, ValidationProfile profile) throws Exception {
        Map<String, Integer> failed = new TreeMap<>();
        try (GFModelParser parser = GFModelParser.createModelWithFlavour(new FileInputStream(file), profile.getPDFAFlavour())) {
            ValidationResult result = ValidatorFactory.createValidator(profile, false).validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    failed.merge(assertion.getRuleId().getClause() + " " + assertion.getRuleId().getTestNumber(), 1, Integer::sum);
                }
            }
            if (!result.isCompliant() && failed.isEmpty()) failed.put("not compliant", 1);
        }
        return failed;
    }

    static void report(String file, String profile, Map<String, Integer> failed) {
        List<String> lines = new ArrayList<>();
        failed.forEach((rule, checks) -> lines.add(rule + " " + checks));
        System.out.println(file + "\t" + profile + "\t" + (lines.isEmpty() ? "ok" : String.join("; ", lines)));
    }
}
