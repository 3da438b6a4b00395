"""Version 1 of the JSON API: what its addresses take and give is only ever extended."""
