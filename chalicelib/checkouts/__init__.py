"""The hosted payment page: a stranger subscribes to a plan and pays at the gateway."""
