"""Making what is deployed: one zip for the application, one for each layer, reproducible and cached by hash."""
