"""What stands before every view: an id for each request, headers, sizes, and how often somebody may do what costs."""
