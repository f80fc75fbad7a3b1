"""Use cases of a merchant's own settings: the logo is removed."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.tenants import store as tenants
from chalicelib.tenants.find import find_tenant
from tests.faults.harness import UseCase, World, audited
from tests.fixtures.people import Actor, a_staff_member, a_tenant


def _with_logo(world: World) -> Actor:
    tenant = a_tenant("acme")
    tenant.organization = tenant.organization.model_copy(update={"logo_key": "logos/old.png"})
    with transaction() as tx:
        tenants.tenants.save(tx, tenant)
    admin = a_staff_member("ten_acme", "admin")
    assert admin.token
    return admin


def _remove(world: World, admin: Actor) -> None:
    token = world.aside(lambda: admin.token)
    world.browser(lambda: world.api.delete("/merchant/organization/logo", token=token))


def _removed(world: World, admin: Actor) -> list[str]:
    broken = [] if find_tenant("ten_acme").organization.logo_key is None else ["the logo is still there (I9)"]
    if (told := audited("organization.logo_removed", "ten_acme")) != 1:
        broken.append(f"{told} audit rows tell that it was removed (I5)")
    return broken


CASES = (UseCase("a logo is removed", _with_logo, _remove, _removed),)
