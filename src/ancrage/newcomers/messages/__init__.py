"""Every sentence this context sends outside a page: notifications and e-mails. None names a newcomer."""
