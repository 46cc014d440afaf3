// A business's link to its own chat used to be /#token; it is /chat#token now. The login needs no script.

if (location.hash.length > 1) location.replace(`/chat${location.hash}`);
