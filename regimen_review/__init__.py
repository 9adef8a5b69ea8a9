"""The domain of Regimen Review: plain values and pure functions.

Nothing here knows the window, the database or the print. Values go in, values come out.
"""
