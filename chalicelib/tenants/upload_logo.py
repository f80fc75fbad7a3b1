"""Staff give their organisation a logo."""

import base64

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import ids, png
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import StaffUser
from chalicelib.tenants import store
from chalicelib.tenants.find import find_tenant
from chalicelib.tenants.schemas import LogoUpload, OrganizationView

MAX_BYTES = 512 * 1024


def upload_logo(user: StaffUser, upload: LogoUpload) -> OrganizationView:
    """Set the logo: a PNG of at most 512 KB, whose pixels alone are kept, under a new random name."""
    tenant = find_tenant(user.tenant_id)
    user.must_be("admin")
    picture = _picture(upload.content)
    key = f"logos/{ids.short_code(24)}.png"
    object_store.publish(key, picture, "image/png")
    tenant.organization = tenant.organization.model_copy(update={"logo_key": key})
    with transaction() as tx:
        store.tenants.save(tx, tenant)
        record_change(tx, user, "organization.logo_changed", tenant.tenant_id)
    return OrganizationView.of(tenant.merchant)


def _picture(content: str) -> bytes:
    try:
        raw = base64.b64decode(content, validate=True)
    except ValueError as error:  # not base 64, or not even ASCII
        raise Invalid([("content", "This must be base 64.")]) from error
    if len(raw) > MAX_BYTES:
        raise Invalid([("content", "Please choose a picture of at most 512 KB.")])
    try:
        return png.rewrite(raw)
    except png.NotPng as error:
        raise Invalid([("content", str(error))]) from error
