"""Junk that pages put into and between the lines of a text, as generators of invented phrases.

Each kind is a list of templates; `{slot}` draws from SLOTS, `{n}` is a number. Nothing here is from a data set.
"""

SLOTS = {
    "first": "Anna Ben Carla David Elena Farid Grace Hugo Ines Jonas Keiko Liam Maya Noah Olga Priya Quinn Rosa Sven Tara Umar Vera Wei Yara Zoe".split(),
    "last": "Abbott Brandt Castillo Dubois Eriksen Fischer Gupta Hansen Ito Jansen Kowalski Lind Moreau Novak Okafor Peters Rossi Santos Tanaka Unger Vogel Wang Young".split(),
    "month": "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec".split(),
    "network": ["Facebook", "Twitter", "X", "LinkedIn", "Pinterest", "Reddit", "WhatsApp", "Telegram", "Instagram", "Email", "Flipboard", "Tumblr", "Bluesky", "Mastodon", "Threads", "YouTube"],
    "topic": ["Travel", "Health", "Science", "Sports", "Business", "Politics", "Culture", "Technology", "Food", "Home & Garden", "Opinion", "Education", "Local News", "World", "Style", "Recipes", "Guides", "Reviews", "Videos", "Podcasts"],
    "site": ["The Daily Harbour", "Northfield Weekly", "GreenLeaf Blog", "Ridgeway News", "Blue Kettle Media", "Oak & Ember", "Marlow Times", "PixelFoundry", "Sunny Side Kitchen", "Atlas Review", "Harbor Insights", "QuillPress"],
    "product": ["free guide", "starter kit", "premium plan", "mobile app", "free e-book", "weekly digest", "annual report", "30-day trial", "checklist", "online course"],
    "title": ["How to choose a bicycle", "Ten ways to save water", "What the new rules mean", "A beginner's guide to baking", "Why the bridge was closed", "The best walks near the coast", "Five questions for the mayor", "Inside the old harbour mill", "Cheap trips for the spring", "What to plant in autumn"],
}

INLINE = {
    "share": ["Share on {network}", "Share this article", "Share this:", "Share", "Tweet this", "Click to share on {network} (Opens in new window)",
              "Share on {network} Share on {network}", "{network} {network} {network}", "[Share]", "Pin it", "Copy link", "Follow us on {network}", "Follow @{last}{first}",
              "Like us on {network}!", "Share via Email", "Print this page", "Save this story", "Bookmark", "SHARE", "Add to favorites"],
    "more": ["Read more", "Read More »", "Continue reading", "[Read more...]", "Learn more", "Click here to read more", "View full article", "See also: {title}",
             "Read also: {title}", "RELATED: {title}", "Related: {title}", "READ MORE: {title}", "More: {title}", "(Continue reading below)", "Show more", "Keep reading →",
             "You might also like: {title}", "Also read | {title}", "Recommended: {title}", "[...]", "Click here", "Click here for more information.", "Story continues below"],
    "ads": ["Advertisement", "ADVERTISEMENT", "Advertisement - Continue Reading Below", "Article continues after advertisement", "Story continues below advertisement",
            "Sponsored", "Sponsored content", "AD", "Ad", "Ads by {site}", "- Advertisement -", "[Advertisement]", "Scroll to continue", "Advertising", "PROMOTED", "Paid Content by {site}",
            "This post may contain affiliate links.", "Skip Advertisement", "Report this ad"],
    "subscribe": ["Subscribe to our newsletter", "Sign up for our {product}", "Sign up for our newsletter and never miss a story!", "Subscribe now", "Get the {product} in your inbox.",
                  "Enter your email address", "Join our mailing list", "Log in to comment", "Sign in to continue reading", "Already a subscriber? Log in", "Subscribe for {n} cents a week",
                  "Download our {product} today!", "Create a free account", "You have {n} free articles left this month.", "Thanks for signing up!", "Get {n}% off your first order"],
    "cookie": ["We use cookies to improve your experience. Accept all", "This website uses cookies. By continuing you agree to our use of cookies.", "Accept cookies", "Manage cookie preferences",
               "We value your privacy", "Reject all", "Cookie settings", "We and our {n} partners store and access information on a device, such as cookies.", "By clicking “Accept” you consent to cookies."],
    "credit": ["(Photo: {first} {last})", "Photo by {first} {last}/{site}", "Image credit: {site}", "Getty Images", "© {site}", "Enlarge this image", "View image in fullscreen", "Click to enlarge",
               "toggle caption", "hide caption", "Image: {first} {last}", "Courtesy of {site}"],
    "counts": ["{n} comments", "{n} Comments", "Comments ({n})", "{n} shares", "{n} views", "{n} likes", "Leave a comment", "Post a comment", "0 Comments", "Reply", "Like ({n})", "{n} people found this helpful",
               "Be the first to comment", "Log in to reply", "Report abuse", "Add comment", "{n} min read", "{n} minute read", "Votes: {n}"],
    "edit": ["[edit]", "[edit source]", "(opens in new tab)", "(opens in a new window)", "(external link)", "[citation needed]", "¶", "Copy", "Copy code", "Jump to recipe", "Back to top", "^ Back to top", "Link to this heading",
             "Permalink", "# ", "Play video", "Loading...", "Listen to this article", "Tap to unmute"],
}

LINES = {
    "nav": ["Home", "About Us", "Contact", "Skip to main content", "Menu", "Search", "{topic}", "{topic}", "{topic} | {topic} | {topic} | {topic}", "Home > {topic} > {topic}", "Home » {topic} » {title}",
            "Home / {topic} / {title}", "« Previous", "Next »", "Previous article", "Next article", "Page {n} of {n}", "1 2 3 4 5 ... {n}", "1 2 3 4 Next", "Older posts", "Newer posts", "« Older Entries", "Sitemap", "FAQ", "Careers",
            "Toggle navigation", "Log in", "Sign up", "Sign In / Register", "My Account", "Cart ({n})", "Back to {topic}", "Categories", "Archives", "{month} 20{d}{d} ({n})", "Tags: {topic}, {topic}, {topic}",
            "Filed under: {topic}", "View all {topic}", "All {topic}", "Jump to navigation", "Table of contents", "Close", "×", "☰", "English Deutsch Français Español", "Select language"],
    "byline": ["By {first} {last}", "By {first} {last} | {month} {d}, 20{d}{d}", "Posted by {first} on {month} {d}, 20{d}{d}", "Posted on {month} {d}, 20{d}{d} by {first}", "{month} {d}, 20{d}{d}",
               "Published: {month} {d}, 20{d}{d} {n}:{d}{d} AM EST", "Updated {month} {d}, 20{d}{d}", "Last updated on {month} {d}, 20{d}{d}", "{n} hours ago", "{first} {last} · {n} min read", "Written by {first} {last}",
               "{first} {last} is a staff writer at {site}.", "Author: admin", "{topic} · {n} days ago", "Contact the author", "View all posts by {first} {last}"],
    "footer": ["© 20{d}{d} {site}. All rights reserved.", "Copyright © 20{d}{d} {site}", "Privacy Policy | Terms of Use", "Privacy Policy", "Terms of Service", "Cookie Policy", "Do Not Sell My Personal Information",
               "Powered by WordPress", "Theme by {site}", "Accessibility Statement", "Contact us: info@{last}.example", "Follow us", "All rights reserved. No part of this site may be reproduced without permission.",
               "{site} participates in affiliate programs and may earn a commission on purchases.", "Registered in England No. {n}{n}{n}", "Advertise with us", "Site by {site}", "Press Room", "Gift Cards",
               "Call us: (555) 01{d}-{d}{d}{d}{d}", "Mon-Fri 9am-5pm", "Terms & Conditions apply.", "This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.",
               "Unsubscribe", "You are receiving this email because you signed up at {site}.", "Made with ♥ by {site}"],
    "related": ["Related Articles", "Related posts", "You may also like", "More from {site}", "Most Popular", "Trending now", "Recommended for you", "{title}", "{title}", "Latest news", "Editor's picks", "From our partners",
                "What to read next", "Around the web", "Don't miss", "Most read", "{n}. {title}"],
    "comments": ["Leave a Reply", "Your email address will not be published. Required fields are marked *", "Name *", "Email *", "Website", "Save my name, email, and website in this browser for the next time I comment.",
                 "Post Comment", "Cancel reply", "{n} thoughts on “{title}”", "{first} says:", "{month} {d}, 20{d}{d} at {n}:{d}{d} pm", "Reply", "Log in to leave a comment", "Sort by: Newest", "Load more comments", "{n} Comments",
                 "Guest {first}", "Report", "Like", "Joined: {month} 20{d}{d}", "Posts: {n}", "Location: {last}ville", "Senior Member", "Quote", "Notify me of new comments by email."],
}


def fill(template, rng):
    out, at = [], 0
    while True:
        begin = template.find("{", at)
        if begin < 0:
            return "".join(out) + template[at:]
        end = template.index("}", begin)
        name = template[begin + 1:end]
        out.append(template[at:begin])
        if name == "n":
            out.append(str(rng.choice((rng.randrange(1, 10), rng.randrange(1, 100), rng.randrange(1, 3000)))))
        elif name == "d":
            out.append(str(rng.randrange(0, 10)))
        else:
            out.append(rng.choice(SLOTS[name]))
        at = end + 1


def cased(phrase, rng):
    roll = rng.random()
    return phrase.upper() if roll < 0.06 else phrase.lower() if roll < 0.1 else phrase


def inline(rng):
    kind = rng.choice(sorted(INLINE))
    return cased(fill(rng.choice(INLINE[kind]), rng), rng)


def line(rng):
    """A whole junk line; one in four is made of phrases that stand inside of lines elsewhere."""
    if rng.random() < 0.25:
        return " ".join(inline(rng) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    kind = rng.choice(sorted(LINES))
    return cased(fill(rng.choice(LINES[kind]), rng), rng)


def block(rng):
    """Some junk lines in a row, as menus, footers and comment forms are."""
    kind = rng.choice(sorted(LINES))
    size = rng.choice((1, 1, 2, 3, 4, 6, 9, 14))
    return [cased(fill(rng.choice(LINES[kind]), rng), rng) if rng.random() < 0.8 else line(rng) for _ in range(size)]
