"""What `custom_operator_paths` of a data-juicer config names: loading it registers lauter's operators.

data-juicer takes a file's base name as the module's and stops if there is such a module, so this is a file of its own.
"""
from lauter.integrations.data_juicer import LauterRefineFilter, LauterRefineMapper

__all__ = ["LauterRefineFilter", "LauterRefineMapper"]
