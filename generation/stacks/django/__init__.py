from .stack import DjangoStack

__all__ = ["DjangoStack"]
