"""What can be done about the findings: values in, values out, every answer with a sentence that explains it.

``changes`` and ``sandbox`` try things out; ``smallest`` finds the fewest changes; ``timetable`` holds a week as values and
``scheduling`` places it;
``alternatives`` and ``dont_add`` look at drugs that are not on the list; ``visits`` lays lists of several dates side by side;
``monitoring`` merges the tests that are due; ``structure`` and ``complexity`` describe the regimen; ``questions`` asks for
the missing fact that would settle the most.
"""
