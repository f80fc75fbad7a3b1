"""What the product costs: each figure against the budget of the design or a floor measured in the same run (`make bench`)."""
