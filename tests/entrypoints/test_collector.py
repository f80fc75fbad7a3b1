"""The garbage collector sleeps while a Lambda starts, and works from its first waking on."""

import subprocess
import sys

STARTED = "import gc, chalicelib; print(gc.isenabled())"


def started(program: str = STARTED, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_it_sleeps_in_a_lambda_and_nowhere_else():
    assert started(AWS_LAMBDA_FUNCTION_NAME="client-portal-dev") == "False"
    assert started() == "True"


def test_the_first_waking_wakes_it():
    woken = "from chalicelib.entrypoints.collector import wake_collector as wake; wake(); " + STARTED
    assert started(woken, AWS_LAMBDA_FUNCTION_NAME="client-portal-dev") == "True"
