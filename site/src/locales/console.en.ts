/** The merchant's console. */
export default {
  estimateStates: { draft: "Draft", sent: "Sent", viewed: "Seen", accepted: "Accepted", declined: "Declined", expired: "Expired", invoiced: "Invoiced" },
  contactRoles: { viewer: "Sees everything", billing: "Sees and pays", owner: "Sees, pays, manages" },
  portalStates: { disabled: "No access", invited: "Invited", active: "Active", bounced: "Mail came back" },
  mailProblems: { transient: "A mail did not arrive", bounce: "Address takes no mail", complaint: "Wants no mail" },
  states: { draft: "Draft", sent: "Sent", viewed: "Seen", overdue: "Overdue", partially_paid: "Partly paid", paid: "Paid", void: "Void" },
  methods: { card: "Card", sepa_debit: "Direct debit", cash: "Cash", cheque: "Cheque", bank_transfer: "Bank transfer", other: "Other", credit: "Credit", write_off: "Write-off" },
  paymentStates: {
    succeeded: "Received",
    pending: "On its way",
    failed: "Failed",
    refunded: "Refunded",
    partially_refunded: "Partly refunded",
    disputed: "Disputed",
    charged_back: "Charged back",
  } as Record<string, string>,
  roles: { support: "Support", accountant: "Accountant", admin: "Admin", owner: "Owner" },
  roleHints: {
    support: "Sees everything, and looks after contacts and their access.",
    accountant: "Works with customers, invoices and payments.",
    admin: "Also changes settings and the team.",
    owner: "Also connects the payment gateway and appoints owners.",
  },
  staffStates: { invited: "Invited", active: "Active", disabled: "Disabled" },
};
