"""Staff subscribe a customer to a plan."""

from chalicelib.core import ids
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import StaffUser, partition
from chalicelib.invoices.drafts import find_named_customer
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.payment_methods.find import check_named_method
from chalicelib.plans.find import find_plan
from chalicelib.subscriptions.begin import agree, begin
from chalicelib.subscriptions.schemas import NewSubscription, SubscriptionDetail


def start_subscription(user: StaffUser, request: NewSubscription) -> SubscriptionDetail:
    """Subscribe a customer; what is due today is invoiced in the same transaction.

    Raises Invalid for a customer, plan or payment method that is not there or does not fit, BuyerTaxIdMissing.
    """
    user.must_be("admin")
    customer = find_named_customer(user.tenant_id, request.customer_id)
    plan = find_plan(user.tenant_id, request.plan_code)
    if plan is None or not plan.active:
        raise Invalid([("plan_code", "There is no such plan on sale.")])
    if request.payment_method_id:
        pk = partition(user.tenant_id, request.customer_id)
        check_named_method(pk, request.payment_method_id, plan.currency)
    today = today_of(user.merchant)
    one = agree(
        ids.new_id("sub"),
        plan,
        customer,
        request.quantity,
        request.start_date or today,
        today,
        collection=request.collection,
        method_id=request.payment_method_id,
        by=user.kind,
    )
    return SubscriptionDetail.of(begin(user, user.merchant, customer, one, today, find_readers(customer)), user, today)
