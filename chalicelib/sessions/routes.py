"""Routes of sessions."""

from chalicelib.entrypoints.router import Router
from chalicelib.sessions import second_factor_of_clients as client_factor
from chalicelib.sessions import second_factor_of_staff as staff_factor
from chalicelib.sessions.accept_invitation import accept_invitation, accept_staff_invitation
from chalicelib.sessions.browse import browse_sessions, browse_staff_sessions
from chalicelib.sessions.browse_customers import browse_my_customers
from chalicelib.sessions.change_password import change_password, change_staff_password
from chalicelib.sessions.complete_email_change import complete_email_change
from chalicelib.sessions.complete_reset import complete_reset, complete_staff_reset
from chalicelib.sessions.end import end_other_sessions, end_other_staff_sessions, end_session, end_staff_session
from chalicelib.sessions.manage_passkeys import add_passkey, begin_passkey, browse_passkeys, remove_passkey
from chalicelib.sessions.refresh import refresh_session, refresh_staff_session
from chalicelib.sessions.request_email_change import request_email_change
from chalicelib.sessions.request_reset import request_reset, request_staff_reset
from chalicelib.sessions.reverse_email_change import reverse_email_change
from chalicelib.sessions.select_customer import select_customer
from chalicelib.sessions.show_keys import show_keys
from chalicelib.sessions.show_me import show_me, show_staff_me
from chalicelib.sessions.sign_in import sign_in
from chalicelib.sessions.sign_in_staff import sign_in_staff
from chalicelib.sessions.sign_in_with_passkey import begin_passkey_sign_in, sign_in_with_passkey
from chalicelib.sessions.sign_out import sign_out, sign_out_staff
from chalicelib.sessions.update_me import update_me, update_staff_me

router = Router(__name__)
router.get("/.well-known/jwks.json", show_keys, public=True)

router.post("/portals/{portal}/sessions", sign_in, public=True)
router.post("/portals/{portal}/sessions/passkey/options", begin_passkey_sign_in, public=True)
router.post("/portals/{portal}/sessions/passkey", sign_in_with_passkey, public=True, by_cookie=True)
router.post("/portals/{portal}/sessions/refresh", refresh_session, public=True, by_cookie=True)
router.delete("/portals/{portal}/sessions/current", sign_out, public=True, by_cookie=True)
router.post("/portals/{portal}/invitations/acceptance", accept_invitation, public=True)
router.post("/portals/{portal}/password-resets", request_reset, status=202, public=True)
router.post("/portals/{portal}/password-resets/completion", complete_reset, public=True)
router.post("/portals/{portal}/email-changes/completion", complete_email_change, public=True)
router.post("/portals/{portal}/email-changes/reversal", reverse_email_change, public=True)

router.post("/merchant/sessions", sign_in_staff, public=True)
router.post("/merchant/sessions/refresh", refresh_staff_session, public=True, by_cookie=True)
router.delete("/merchant/sessions/current", sign_out_staff, public=True, by_cookie=True)
router.post("/merchant/invitations/acceptance", accept_staff_invitation, public=True)
router.post("/merchant/password-resets", request_staff_reset, status=202, public=True)
router.post("/merchant/password-resets/completion", complete_staff_reset, public=True)

router.get("/portal/me", show_me)
router.patch("/portal/me", update_me)
router.put("/portal/me/password", change_password)
router.post("/portal/me/email-changes", request_email_change, status=202)
router.get("/portal/me/sessions", browse_sessions)
router.delete("/portal/me/sessions", end_other_sessions)
router.delete("/portal/me/sessions/{session_id}", end_session)
router.post("/portal/me/totp", client_factor.enrol_second_factor)
router.post("/portal/me/totp/confirmation", client_factor.confirm_second_factor)
router.delete("/portal/me/totp", client_factor.remove_second_factor)
router.post("/portal/me/recovery-codes", client_factor.renew_my_recovery_codes)
router.get("/portal/me/passkeys", browse_passkeys)
router.post("/portal/me/passkeys/options", begin_passkey)
router.post("/portal/me/passkeys", add_passkey, status=201)
router.delete("/portal/me/passkeys/{passkey_id}", remove_passkey)
router.get("/portal/customers", browse_my_customers)
router.post("/portal/customers/{customer_id}/selection", select_customer)

router.get("/merchant/me", show_staff_me)
router.patch("/merchant/me", update_staff_me)
router.put("/merchant/me/password", change_staff_password)
router.get("/merchant/me/sessions", browse_staff_sessions)
router.delete("/merchant/me/sessions", end_other_staff_sessions)
router.delete("/merchant/me/sessions/{session_id}", end_staff_session)
router.post("/merchant/me/totp", staff_factor.enrol_staff_second_factor)
router.post("/merchant/me/totp/confirmation", staff_factor.confirm_staff_second_factor)
router.delete("/merchant/me/totp", staff_factor.remove_staff_second_factor)
router.post("/merchant/me/recovery-codes", staff_factor.renew_staff_recovery_codes)
