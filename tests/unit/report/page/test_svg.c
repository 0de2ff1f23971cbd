/* Pictures in a page: what passes, what is renamed, what is refused. */
#include "report/page/svg.h"
#include "support/main.h"

static void expect(const char *file, const char *expected)
{
    struct text t = TEXT_INIT;
    struct svg svg;
    struct error e;
    text_append(&t, "before ");
    if (svg_read(&svg, file, &e))
        fail_msg("%s", e.text);
    svg_append(&t, &svg, "p-", "words");
    assert_string_equal(text_of(&t), expected);
    svg_release(&svg);
    text_release(&t);
}

static void refuse(const char *file, const char *said)
{
    struct svg svg;
    struct error e = { .text = "" };
    if (svg_read(&svg, file, &e) == 0)
        fail_msg("expected '%s' to be refused, found '%s'", file, text_of(&svg.body));
    assert_says(e.text, said);
    assert_int_equal(svg.body.length, 0);
    svg_release(&svg);
}

#define ROOT "before <svg role=\"img\" aria-labelledby=\"words\""

static void what_gnuplot_writes(void **state)
{
    (void)state;
    expect(
        "<?xml version=\"1.0\"  standalone=\"no\"?><!-- a --><svg width=\"3\"\n xmlns=\"http://www.w3.org/2000/svg\">"
        "<title>Gnuplot</title><desc>by it</desc><g id='a'><path d='M1,2 L3,2.5'/>Z </g></svg>",
        ROOT " width=\"3\">\n<path d=\"M1 2l2 .5\"/></svg>");
    expect("<svg><polygon fill = 'red' points = '1,2'/></svg>", ROOT ">\n<polygon fill=\"red\" points=\"1,2\"/></svg>");
}

static void ids_are_renamed(void **state)
{
    (void)state;
    expect("<svg><use xlink:href='#gpPt5' id='gpPt6'/><use xlink:href='#gpPt6'/><g clip-path=\"url(#c)\"><path "
           "d='M1,2h1'/></g></svg>",
           ROOT ">\n<use id=\"p-gpPt6\" xlink:href=\"#p-gpPt5\"/>\n<use xlink:href=\"#p-gpPt6\"/>\n"
                "<g clip-path=\"url(#p-c)\">\n<path d=\"M1 2h1\"/></g></svg>");
}

static void words(void **state)
{
    (void)state;
    expect("<svg><text>a &lt;b&gt; &amp;amp; \"q\" <tspan>γ</tspan> &#60;x &unknown;\x01</text></svg>",
           ROOT ">\n<text>a &lt;b&gt; &amp;amp; &quot;q&quot; "
                "<tspan>γ</tspan> &amp;#60;x &amp;unknown;\xEF\xBF\xBD</text></svg>");
}

static void images_inside_the_file(void **state)
{
    (void)state;
    expect("<svg><image width='2' xlink:href='data:image/png;base64,AA=='/></svg>",
           ROOT ">\n<image width=\"2\" xlink:href=\"data:image/png;base64,AA==\"/></svg>");
}

static void what_could_run_or_load(void **state)
{
    (void)state;
    refuse("<svg><script>a()</script></svg>", "expected an element that gnuplot writes");
    refuse("<svg><foreignObject/></svg>", "expected an element that gnuplot writes");
    refuse("<svg><style>a</style></svg>", "expected an element");
    refuse("<svg><a xlink:href='#x'/></svg>", "expected an element");
    refuse("<svg onload=\"a()\"></svg>", "expected an attribute that gnuplot writes");
    refuse("<svg><g style='fill:url(http://x)'/></svg>", "expected an attribute");
    refuse("<svg><image xlink:href='http://x/y.png'/></svg>", "expected a picture inside the file");
    refuse("<svg><image xlink:href='data:image/svg+xml;base64,AA'/></svg>", "expected a picture inside the file");
    refuse("<svg><use xlink:href='other.svg#a'/></svg>", "expected a picture inside the file");
    refuse("<svg><g fill='url(http://x)'/></svg>", "expected an address inside the file");
    refuse("<svg><g fill='red url(#a)'/></svg>", "expected an address inside the file");
    refuse("<svg><g fill='url(#)'/></svg>", "expected an address inside the file");
    refuse("<svg><g fill='url(#a'/></svg>", "expected an address inside the file");
    refuse("<svg><g filter='url(#a) url(http://x/y.svg#b)'/></svg>", "expected an address inside the file");
    refuse("<svg><use xlink:href='#'/></svg>", "expected an address inside the file");
}

static void what_is_not_whole(void **state)
{
    (void)state;
    refuse("", "expected a whole picture");
    refuse("words", "expected a whole picture");
    refuse("<svg><g></svg>", "expected the end of the element that is open");
    refuse("<svg><g>", "expected a whole picture");
    refuse("<svg></g>", "expected the end");
    refuse("<svg></svg><svg></svg>", "expected one picture");
    refuse("<g></g>", "expected one picture");
    refuse("<svg><svg></svg></svg>", "expected one picture");
    refuse("<svg width=3></svg>", "expected a value in quotes");
    refuse("<svg width='3></svg>", "expected the end of a value");
    refuse("<svg width", "expected an attribute");
    refuse("<svg ", "expected the end of a tag");
    refuse("<svg><!-- </svg>", "expected an element");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_gnuplot_writes),
    cmocka_unit_test(ids_are_renamed),
    cmocka_unit_test(words),
    cmocka_unit_test(images_inside_the_file),
    cmocka_unit_test(what_could_run_or_load),
    cmocka_unit_test(what_is_not_whole),
};

TEST_MAIN(tests, NULL, NULL)
