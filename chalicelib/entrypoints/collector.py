"""The garbage collector of a Lambda, which sleeps while modules are imported."""

import gc


def wake_collector() -> None:
    """From now on collect, but never look again at what the imports made: it lives as long as the process."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
