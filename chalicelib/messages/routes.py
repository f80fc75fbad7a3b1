"""Routes of messages."""

from chalicelib.entrypoints.router import Router
from chalicelib.messages.browse import browse_messages, browse_messages_for_staff
from chalicelib.messages.reply import reply_to_client, reply_to_merchant
from chalicelib.messages.write import write_to_merchant

router = Router(__name__)
router.get("/portal/merchant/messages", browse_messages)
router.post("/portal/merchant/messages", write_to_merchant, status=201)
router.post("/portal/merchant/messages/{message_id}/replies", reply_to_merchant, status=201)
router.get("/merchant/messages", browse_messages_for_staff)
router.post("/merchant/messages/{message_id}/replies", reply_to_client, status=201)
