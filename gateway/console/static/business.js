// What the business's pages do beyond forms; they work without it.

// The part that is shown is in sight among the others.
document.querySelector(".parts [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// A code to scan is good for half a minute: the page asks for the next one, until a phone is linked.
if (document.querySelector(".qr")) setTimeout(() => location.reload(), 25000);
