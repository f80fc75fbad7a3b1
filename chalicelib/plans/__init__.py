"""What a merchant sells by subscription."""
