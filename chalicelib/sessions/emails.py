"""What we write to people about their way in."""

from chalicelib.contacts.emails import greeting as greeting_of_contact
from chalicelib.contacts.entity import Contact
from chalicelib.core.letters import SECRET, Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.sessions.entity import Member

_REASSURANCE = {
    "en": "If this was you, there is nothing you need to do. If not, please set a new password at once.",
    "de": "Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, legen Sie bitte sofort ein neues Passwort fest.",
}


def reset(member: Member, site_url: str, token: str) -> Sheet:
    """The way to a new password: a link that works for ten minutes."""
    name, language = member.merchant.organization.name, _language(member)
    action = Action(
        {"en": "Choose a new password", "de": "Neues Passwort festlegen"}[language],
        f"{_place(member, site_url)}/reset#{SECRET}",
    )
    if language == "de":
        subject = f"Neues Passwort bei {name}"
        paragraphs = (
            f"für Ihren Zugang bei {name} wurde ein neues Passwort angefordert.",
            "Der Link gilt zehn Minuten und nur einmal.",
        )
        closing = "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist."
    else:
        subject = f"Your new password at {name}"
        paragraphs = (
            f"Somebody asked for a new password for your access at {name}.",
            "The link works for ten minutes, and once.",
        )
        closing = "If this was not you, there is nothing you need to do: your password stays as it is."
    letter = Letter(member.row.email, language, subject, _greeting(member), paragraphs, action, closing=(closing,))
    return Sheet(letter, secret=token, despite_complaint=True)


def password_changed(member: Member, site_url: str) -> Sheet:
    """Your password was changed."""
    name = member.merchant.organization.name
    return _notice(
        member,
        site_url,
        en=(
            f"Your password at {name} was changed",
            f"The password of your access at {name} was changed. You were signed out everywhere else.",
        ),
        de=(
            f"Ihr Passwort bei {name} wurde geändert",
            f"das Passwort Ihres Zugangs bei {name} wurde geändert. Überall sonst wurden Sie abgemeldet.",
        ),
    )


def session_killed(member: Member, site_url: str) -> Sheet:
    """A refresh token came back after it was replaced: somebody may have copied it."""
    name = member.merchant.organization.name
    return _notice(
        member,
        site_url,
        en=(
            f"We signed you out at {name}",
            f"One of your sessions at {name} was used from two places, so we ended it. "
            "This can happen when a browser is restored from a backup, or when somebody copied its data.",
        ),
        de=(
            f"Wir haben Sie bei {name} abgemeldet",
            f"eine Ihrer Sitzungen bei {name} wurde von zwei Stellen aus benutzt, deshalb haben wir sie beendet. "
            "Das kommt vor, wenn ein Browser aus einer Sicherung wiederhergestellt wird, oder wenn jemand seine Daten kopiert hat.",
        ),
    )


def signed_in_after_failures(member: Member, site_url: str, device: str) -> Sheet:
    """Somebody got in from an unknown browser after several wrong passwords."""
    name = member.merchant.organization.name
    where = {"en": f" ({device})" if device else "", "de": f" ({device})" if device else ""}
    return _notice(
        member,
        site_url,
        en=(
            f"New sign-in at {name}",
            f"After several wrong passwords somebody signed in to your access at {name} with a browser{where['en']} "
            "that we did not know.",
        ),
        de=(
            f"Neue Anmeldung bei {name}",
            f"nach mehreren falschen Passwörtern hat sich jemand mit einem Browser{where['de']}, den wir nicht kannten, "
            f"in Ihrem Zugang bei {name} angemeldet.",
        ),
    )


def second_factor_changed(member: Member, site_url: str, *, on: bool) -> Sheet:
    """An authenticator app was set up or removed."""
    name = member.merchant.organization.name
    did_en, did_de = ("set up for", "eingerichtet") if on else ("removed from", "entfernt")
    return _notice(
        member,
        site_url,
        en=(
            f"Your authenticator app at {name}",
            f"An authenticator app was {did_en} your access at {name}.",
        ),
        de=(
            f"Ihre Authenticator-App bei {name}",
            f"für Ihren Zugang bei {name} wurde eine Authenticator-App {did_de}.",
        ),
    )


def passkey_changed(member: Member, site_url: str, *, added: bool) -> Sheet:
    """A passkey was added or removed."""
    name = member.merchant.organization.name
    did_en, did_de = ("added to", "hinzugefügt") if added else ("removed from", "entfernt")
    also_en = (
        " Your account lists all of them; a new password does not remove any, so please remove there what is not yours."
    )
    also_de = " Ihr Konto zeigt alle; ein neues Passwort entfernt keinen, entfernen Sie dort bitte selbst, was nicht Ihnen gehört."
    return _notice(
        member,
        site_url,
        en=(f"Your passkeys at {name}", f"A passkey was {did_en} your access at {name}.{also_en if added else ''}"),
        de=(
            f"Ihre Passkeys bei {name}",
            f"für Ihren Zugang bei {name} wurde ein Passkey {did_de}.{also_de if added else ''}",
        ),
    )


def _notice(member: Member, site_url: str, *, en: tuple[str, str], de: tuple[str, str]) -> Sheet:
    """A security notice: what happened, and where to set a new password; it holds no secret."""
    language = _language(member)
    subject, what = {"en": en, "de": de}[language]
    label = {"en": "Set a new password", "de": "Neues Passwort festlegen"}[language]
    action = Action(label, f"{_place(member, site_url)}/forgot")
    letter = Letter(member.row.email, language, subject, _greeting(member), (what, _REASSURANCE[language]), action)
    return Sheet(letter, despite_complaint=True)


def _language(member: Member) -> str:
    return member.row.language if member.row.language == "de" else "en"


def _greeting(member: Member) -> str:
    if isinstance(member.row, Contact):
        return greeting_of_contact(member.row)
    return f"Guten Tag {member.row.name}," if _language(member) == "de" else f"Hello {member.row.name},"


def _place(member: Member, site_url: str) -> str:
    """Where this person's pages begin: links come from the settings only (V13)."""
    return f"{site_url}/{_portal(member.merchant) if member.audience == 'client' else 'merchant'}"


def _portal(merchant: Merchant) -> str:
    return merchant.portal.portal_name
