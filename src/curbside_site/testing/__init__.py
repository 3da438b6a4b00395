"""What tests of the site need."""
