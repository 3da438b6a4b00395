"""Pages of accounts and of whoever administers them."""
