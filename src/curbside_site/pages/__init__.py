"""What people see: views, by who uses them. Every view says what it needs (`accounts.access.needs`)."""
