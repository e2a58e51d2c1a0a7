"""The gap analysis as one HTML file that needs nothing else: template, style and scripts lie beside the
code that fills them in."""
