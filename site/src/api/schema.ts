// Written by make_types.py from docs/api/openapi.json: do not edit.

export type Address = { "line1": string; "line2": string; "city": string; "state": string; "postal_code": string; "country": string };
export type Customer = { "id": string; "display_name": string; "current": boolean };
export type Dashboard = { "customer": { "id": string; "display_name": string }; "merchant": Merchant; "banner": string | null; "outstanding": Array<{ "currency": string; "amount": number; "overdue": number; "count": number }>; "credits": Array<{ "currency": string; "amount": number }>; "last_payment": Payment | null; "next_renewal": { "date": string; "plan_name": string; "amount": number; "currency": string } | null; "estimates_to_review": number; "due_invoices": Array<Invoice>; "features": { "estimates"?: boolean; "subscriptions"?: boolean; "projects"?: boolean; "forward"?: boolean; "cancel"?: boolean; "partial_payment"?: boolean; "payment_method_add"?: boolean; "pay"?: boolean; "profile_edit"?: boolean } };
export type Document = { "url": string; "sha256": string; "expires_at": string };
export type Granted = { "access_token": string; "token_type": string; "expires_in": number; "user": User };
export type Invoice = { "id": string; "number": string | null; "status": "draft" | "sent" | "viewed" | "overdue" | "partially_paid" | "paid" | "void"; "issue_date": string | null; "due_date": string; "currency": string; "subtotal": number; "tax_total": number; "total": number; "amount_paid": number; "refunded": number; "balance": number; "customer_id": string; "subscription_id": string | null; "plan_code": string | null; "notes": string | null; "terms": string | null; "actions": Array<string> };
export type InvoiceDetail = { "id": string; "number": string | null; "status": "draft" | "sent" | "viewed" | "overdue" | "partially_paid" | "paid" | "void"; "issue_date": string | null; "due_date": string; "currency": string; "subtotal": number; "tax_total": number; "total": number; "amount_paid": number; "refunded": number; "balance": number; "customer_id": string; "subscription_id": string | null; "plan_code": string | null; "notes": string | null; "terms": string | null; "actions": Array<string>; "lines": Array<{ "description": string; "quantity": string; "unit_price": number; "tax_rate": string; "amount": number }>; "taxes": Array<{ "name": string; "rate": string; "base": number; "amount": number }>; "payments": Array<{ "id": string; "date": string; "method": string; "amount": number; "status": string }>; "sha256": string | null; "seller": { "name": string; "address": Address; "tax_id": string | null }; "buyer": { "name": string; "address": Address; "tax_id": string | null } };
export type Merchant = { "name": string; "email": string | null; "phone": string | null; "address": Address | null; "website": string | null; "logo_url": string | null };
export type Payment = { "id": string; "number": string; "date": string; "method": string; "amount": number; "currency": string; "refunded": number; "status": string; "reference": string | null; "invoices": Array<{ "invoice_id": string; "number": string; "amount": number }> };
export type PaymentAttempt = { "id": string; "status": "requires_action" | "pending" | "succeeded" | "failed" | "expired"; "amount": number; "currency": string; "redirect_url": string | null; "failure_code": string | null; "invoice_id": string | null; "payment_id": string | null };
export type PaymentMethod = { "id": string; "type": "card" | "sepa_debit"; "brand": string | null; "last4": string; "exp_month": number | null; "exp_year": number | null; "is_default": boolean };
export type PortalFace = { "portal": string; "name": string; "logo_url": string | null; "accent": string; "locale": string; "languages": Array<string>; "enabled": boolean; "sign_in": Array<string>; "links": { "terms": string | null; "privacy": string | null; "support": string | null } };
export type Rendering = { "status": string };
export type Session = { "id": string; "device": string; "created_at": string; "last_used_at": string; "current": boolean };
export type Subscription = { "id": string; "plan_code": string; "plan_name": string; "quantity": number; "amount": number; "currency": string; "interval": "day" | "week" | "month" | "year"; "interval_count": number; "status": "trial" | "live" | "past_due" | "non_renewing" | "paused" | "cancelled" | "expired"; "created_at": string; "current_term_start": string | null; "current_term_end": string | null; "next_billing_date": string | null; "cancel_at": string | null; "collection": "online" | "offline"; "payment_method_id": string | null; "actions": Array<string> };
export type User = { "id": string; "email": string; "name": string; "first_name": string; "last_name": string; "role": "viewer" | "billing" | "owner"; "language": string; "timezone": string | null; "customer_id": string; "phone"?: string | null };

export interface Routes {
  "GET /portal/customers": { params: {  }; body: undefined; answer: { "items": Array<Customer>; "next_cursor": string | null } };
  "POST /portal/customers/{customer_id}/selection": { params: { "customer_id": string }; body: {  }; answer: Granted };
  "GET /portal/dashboard": { params: {  }; body: undefined; answer: Dashboard };
  "GET /portal/invoices": { params: { "limit"?: number; "cursor"?: string | null; "status"?: Array<string>; "plan"?: string | null; "subscription"?: string | null }; body: undefined; answer: { "items": Array<Invoice>; "next_cursor": string | null } };
  "GET /portal/invoices/{invoice_id}": { params: { "invoice_id": string }; body: undefined; answer: InvoiceDetail };
  "POST /portal/invoices/{invoice_id}/forwards": { params: { "invoice_id": string }; body: { "recipients": Array<string>; "message"?: string | null }; answer: undefined };
  "POST /portal/invoices/{invoice_id}/payments": { params: { "invoice_id": string }; body: { "amount"?: number | null; "payment_method_id"?: string | null; "save"?: boolean | null; "return_path"?: string | null }; answer: PaymentAttempt };
  "GET /portal/invoices/{invoice_id}/pdf": { params: { "invoice_id": string }; body: undefined; answer: Document | Rendering };
  "POST /portal/invoices/{invoice_id}/views": { params: { "invoice_id": string }; body: undefined; answer: undefined };
  "GET /portal/invoices/{invoice_id}/xml": { params: { "invoice_id": string }; body: undefined; answer: undefined };
  "GET /portal/me": { params: {  }; body: undefined; answer: User };
  "PATCH /portal/me": { params: {  }; body: { "first_name"?: string; "last_name"?: string; "phone"?: string | null; "language"?: string; "timezone"?: string }; answer: User };
  "PUT /portal/me/password": { params: {  }; body: { "current_password": string; "new_password": string }; answer: undefined };
  "GET /portal/me/sessions": { params: {  }; body: undefined; answer: { "items": Array<Session>; "next_cursor": string | null } };
  "DELETE /portal/me/sessions/{session_id}": { params: { "session_id": string }; body: undefined; answer: undefined };
  "GET /portal/merchant": { params: {  }; body: undefined; answer: Merchant };
  "GET /portal/payment-attempts/{attempt_id}": { params: { "attempt_id": string }; body: undefined; answer: PaymentAttempt };
  "GET /portal/payment-methods": { params: {  }; body: undefined; answer: { "items": Array<PaymentMethod>; "next_cursor": string | null } };
  "GET /portal/payments": { params: { "limit"?: number; "cursor"?: string | null }; body: undefined; answer: { "items": Array<Payment>; "next_cursor": string | null } };
  "GET /portal/payments/{payment_id}": { params: { "payment_id": string }; body: undefined; answer: Payment };
  "GET /portal/payments/{payment_id}/receipt": { params: { "payment_id": string }; body: undefined; answer: Document | Rendering };
  "GET /portal/subscriptions": { params: { "limit"?: number; "cursor"?: string | null; "status"?: Array<string> }; body: undefined; answer: { "items": Array<Subscription>; "next_cursor": string | null } };
  "GET /portal/subscriptions/{subscription_id}": { params: { "subscription_id": string }; body: undefined; answer: Subscription };
  "GET /portals/{portal}": { params: { "portal": string }; body: undefined; answer: PortalFace };
  "POST /portals/{portal}/invitations/acceptance": { params: { "portal": string }; body: { "token": string; "password": string }; answer: Granted };
  "POST /portals/{portal}/password-resets": { params: { "portal": string }; body: { "email": string }; answer: undefined };
  "POST /portals/{portal}/password-resets/completion": { params: { "portal": string }; body: { "token": string; "password": string }; answer: undefined };
  "POST /portals/{portal}/sessions": { params: { "portal": string }; body: { "email": string; "password": string; "totp"?: string | null }; answer: Granted };
  "DELETE /portals/{portal}/sessions/current": { params: { "portal": string }; body: undefined; answer: undefined };
  "POST /portals/{portal}/sessions/refresh": { params: { "portal": string }; body: undefined; answer: Granted };
}
