"""Prints the stateful template, for reading and for cfn-lint."""

import json
import sys

from infra.stack.template import template

json.dump(template(), sys.stdout, indent=1)
