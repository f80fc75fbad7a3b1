"""The client portal: rooms that serve all slices, and a slice for each noun of the product."""

import gc

from chalicelib.settings import in_lambda

if in_lambda():
    # Imports make no garbage worth looking for: a fifth of a cold start. The first waking turns the collector on again.
    gc.disable()
