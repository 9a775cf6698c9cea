"""The design system: components, base pages, rendering of forms, wording of dates and numbers.

It knows nothing of the trade, holds no model, and names no URL of another context.
"""
