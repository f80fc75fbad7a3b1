"""Money's tests of one charge, one booking and who was faster, once more on MiniStack."""

# ruff: noqa: F401, F403, F811
from tests.customers.test_totals import *
from tests.invoices.test_settle import *
from tests.payments.test_apply_credit import *
from tests.payments.test_one_charge import *
from tests.payments.test_refund_invoice import *
from tests.payments.test_what_changed_meanwhile import *
