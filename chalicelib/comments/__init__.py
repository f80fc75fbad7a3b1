"""What client and merchant say to each other about an estimate, an invoice or a subscription."""
