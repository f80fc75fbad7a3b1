"""What we write when somebody changes the e-mail address: to the new one, and to the old one with a way back.

A mail to an address that nobody has confirmed yet names nobody: it may be a stranger's.
"""

from chalicelib.contacts.emails import greeting
from chalicelib.contacts.entity import Contact
from chalicelib.core.letters import SECRET, Action, Letter, Sheet
from chalicelib.sessions.entity import Member

_HELLO = {"en": "Hello,", "de": "Guten Tag,"}


def confirm_address(member: Member, email: str, site_url: str, token: str) -> Sheet:
    """To the new address: a link that works for an hour and changes nothing before its page is told to (V29)."""
    name, language = member.merchant.organization.name, _language(member)
    url = f"{_place(member, site_url)}/confirm-email#{SECRET}"
    if language == "de":
        subject = f"Bitte bestätigen Sie Ihre neue E-Mail-Adresse bei {name}"
        paragraphs = (
            f"jemand möchte sich im Kundenportal von {name} künftig mit dieser E-Mail-Adresse anmelden.",
            "Wenn Sie das sind, bestätigen Sie bitte die Adresse. Der Link gilt eine Stunde und nur einmal.",
        )
        action = Action("Adresse bestätigen", url)
        closing = "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne Bestätigung ändert sich nichts."
    else:
        subject = f"Please confirm your new e-mail address at {name}"
        paragraphs = (
            f"Somebody wants to sign in to the client portal of {name} with this e-mail address from now on.",
            "If this is you, please confirm the address. The link works for an hour, and once.",
        )
        action = Action("Confirm the address", url)
        closing = "If this was not you, there is nothing you need to do: nothing changes unless it is confirmed."
    letter = Letter(email, language, subject, _HELLO[language], paragraphs, action, closing=(closing,))
    return Sheet(letter, secret=token, despite_complaint=True)


def address_known(member: Member, email: str, site_url: str) -> Sheet:
    """To an address that somebody here has already: nothing changed, and the way in is the sign-in."""
    name, language = member.merchant.organization.name, _language(member)
    url = f"{_place(member, site_url)}/sign-in"
    if language == "de":
        subject = f"Ihre E-Mail-Adresse ist bei {name} schon bekannt"
        paragraphs = (
            f"jemand wollte die E-Mail-Adresse eines Zugangs bei {name} in diese ändern. Sie gehört hier aber schon zu "
            "einem Zugang oder Kontakt, deshalb hat sich nichts geändert.",
            f"Waren Sie das, so melden Sie sich mit dieser Adresse an oder fragen Sie bei {name} nach.",
        )
        action = Action("Zur Anmeldung", url)
    else:
        subject = f"Your e-mail address is known at {name} already"
        paragraphs = (
            f"Somebody wanted to change the e-mail address of an access at {name} to this one. It belongs to an access or "
            "a contact there already, so nothing was changed.",
            f"If this was you, please sign in with this address, or ask {name}.",
        )
        action = Action("Sign in", url)
    return Sheet(Letter(email, language, subject, _HELLO[language], paragraphs, action), despite_complaint=True)


def address_changed(member: Member, site_url: str, token: str) -> Sheet:
    """To the old address: it is not yours any more, and how to take it back within seven days."""
    name, language = member.merchant.organization.name, _language(member)
    url = f"{_place(member, site_url)}/revert-email#{SECRET}"
    if language == "de":
        subject = f"Ihre E-Mail-Adresse bei {name} wurde geändert"
        paragraphs = (
            f"für Ihren Zugang bei {name} gilt jetzt eine andere E-Mail-Adresse. Mit dieser hier können Sie sich dort nicht mehr "
            "anmelden, und überall wurden Sie abgemeldet.",
            "Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, nehmen Sie die Änderung bitte sofort zurück; "
            "das geht sieben Tage lang.",
        )
        action = Action("Änderung zurücknehmen", url)
    else:
        subject = f"Your e-mail address at {name} was changed"
        paragraphs = (
            f"Your access at {name} has another e-mail address now. You cannot sign in there with this one any more, and "
            "you were signed out everywhere.",
            "If this was you, there is nothing you need to do. If not, please take the change back at once; "
            "you can for seven days.",
        )
        action = Action("Take the change back", url)
    letter = Letter(member.row.email, language, subject, _greeting(member), paragraphs, action)
    return Sheet(letter, secret=token, despite_complaint=True)


def address_is_back(member: Member, email: str, site_url: str, token: str) -> Sheet:
    """To the old address: it counts again, and the password is to be chosen anew."""
    name, language = member.merchant.organization.name, _language(member)
    url = f"{_place(member, site_url)}/reset#{SECRET}"
    if language == "de":
        subject = f"Ihre E-Mail-Adresse bei {name} gilt wieder"
        paragraphs = (
            f"die Änderung ist zurückgenommen: Ihr Zugang bei {name} hat wieder diese E-Mail-Adresse. Überall wurde "
            "abgemeldet, und das bisherige Passwort gilt nicht mehr.",
            "Legen Sie bitte ein neues fest. Der Link gilt zehn Minuten und nur einmal; danach fordern Sie auf der Seite "
            "für die Anmeldung einen neuen an.",
        )
        action = Action("Neues Passwort festlegen", url)
    else:
        subject = f"Your e-mail address at {name} counts again"
        paragraphs = (
            f"The change was taken back: your access at {name} has this e-mail address again. Everybody was signed out, "
            "and the password there was is worth nothing any more.",
            "Please choose a new one. The link works for ten minutes, and once; after that the page for signing in sends "
            "you another.",
        )
        action = Action("Choose a new password", url)
    letter = Letter(email, language, subject, _greeting(member), paragraphs, action)
    return Sheet(letter, secret=token, despite_complaint=True)


def change_taken_back(member: Member, email: str, site_url: str) -> Sheet:
    """To the address that was new: it is not the address of this access any more."""
    name, language = member.merchant.organization.name, _language(member)
    if language == "de":
        subject = f"Die Änderung der E-Mail-Adresse bei {name} wurde zurückgenommen"
        paragraphs = (
            f"die E-Mail-Adresse eines Zugangs bei {name} war in diese geändert worden. Von der früheren Adresse aus wurde "
            "das zurückgenommen, mit dieser können Sie sich dort nicht mehr anmelden.",
        )
        label = "Zur Anmeldung"
    else:
        subject = f"The change of the e-mail address at {name} was taken back"
        paragraphs = (
            f"The e-mail address of an access at {name} had been changed to this one. That was taken back from the address "
            "before it, so you cannot sign in there with this one any more.",
        )
        label = "Sign in with the other address"
    action = Action(label, f"{_place(member, site_url)}/sign-in")
    return Sheet(Letter(email, language, subject, _HELLO[language], paragraphs, action), despite_complaint=True)


def _greeting(member: Member) -> str:
    assert isinstance(member.row, Contact)
    return greeting(member.row)


def _language(member: Member) -> str:
    return member.row.language if member.row.language == "de" else "en"


def _place(member: Member, site_url: str) -> str:
    """Where the pages of this merchant's clients begin: links come from the settings only (V13)."""
    return f"{site_url}/{member.merchant.portal.portal_name}"
