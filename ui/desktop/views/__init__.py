"""The views of the centre: one file each. A view is a widget made from a look and the desk."""
