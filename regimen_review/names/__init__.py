"""How a written name is taken apart, looked up and compared: the parts of :mod:`regimen_review.resolve`."""
