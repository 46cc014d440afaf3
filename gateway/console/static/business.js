// A code to scan is good for half a minute: the page asks for the next one, until a phone is linked.

if (document.querySelector(".qr")) setTimeout(() => location.reload(), 25000);
