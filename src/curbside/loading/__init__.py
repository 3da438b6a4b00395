"""From files to a library with its index: read, finish, store, index, and go on after any stop."""
