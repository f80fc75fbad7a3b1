"""The client portal: rooms that serve all slices, and a slice for each noun of the product."""
