"""The pages of the product's work. A view reads the request, calls one service and renders one template."""
