/* Pictures in few bytes: what goes, what is put together, what must not be. */
#include "report/page/svg.h"
#include "support/main.h"

#define ROOT "<svg role=\"img\" aria-labelledby=\"w\""

static void expect(const char *inside, const char *expected)
{
    struct text file = TEXT_INIT, found = TEXT_INIT, all = TEXT_INIT;
    struct svg svg;
    struct error e;
    text_format(&file, "<svg>%s</svg>", inside);
    text_format(&all, *expected ? ROOT "%s</svg>" : ROOT "/>%s", expected);
    if (svg_read(&svg, text_of(&file), &e))
        fail_msg("%s", e.text);
    svg_append(&found, &svg, "p-", "w");
    assert_string_equal(text_of(&found), text_of(&all));
    svg_release(&svg);
    text_release(&file);
    text_release(&found);
    text_release(&all);
}

static void words_stand_where_they_stood(void **state)
{
    (void)state;
    expect("<g transform='translate(764.10,417.91)' stroke='none' fill='rgb(255,255,255)' font-size='12.00' "
           "text-anchor='middle'><text>0.563</text></g>",
           ">\n<text fill=\"#fff\" font-size=\"12\" text-anchor=\"middle\" x=\"764.1\" y=\"417.9\">0.563</text>");
    expect("<g transform='translate(1,2)'><g transform='rotate(90)' font-size='9'><text>a</text></g></g>",
           ">\n<text font-size=\"9\" transform=\"translate(1,2) rotate(90)\">a</text>");
    expect("<g transform='translate(1,2)'><text x='3'>a</text></g>",
           ">\n<text transform=\"translate(1,2)\" x=\"3\">a</text>");
    expect("<g transform='translate(a,2)'><text>b</text></g>", ">\n<text transform=\"translate(a,2)\">b</text>");
    expect("<text></text><g></g><defs></defs>", "");
}

static void what_is_said_of_all_is_said_once(void **state)
{
    (void)state;
    expect("<g font-family='s' font-size='12' text-anchor='end' fill='black'><text>a</text></g>"
           "<g font-family='s' font-size='12' text-anchor='end' fill='white'><text>b</text></g>"
           "<g font-family='s' font-size='9' fill='black'><text>c</text></g>",
           " font-family=\"s\" font-size=\"12\">\n<g text-anchor=\"end\">\n<text>a</text>\n<text "
           "fill=\"white\">b</text></g>\n"
           "<text font-size=\"9\">c</text>");
    expect("<g font-family='s'><text>a</text><text>b</text></g><text>c</text>", /* the last has the browser's */
           ">\n<g font-family=\"s\">\n<text>a</text>\n<text>b</text></g>\n<text>c</text>");
}

static void what_has_no_effect_goes(void **state)
{
    (void)state;
    expect("<g fill='none' color='black' stroke='currentColor' stroke-width='1.00' stroke-linecap='butt' "
           "stroke-linejoin='miter' font-size='3'><path d='M1,1 L2,1'/></g>",
           ">\n<path fill=\"none\" stroke=\"#000\" d=\"M1 1h1\"/>");
    expect("<g stroke='none' stroke-width='2' stroke-dasharray='2,4' fill='currentColor' color='red'><rect "
           "width='1'/></g>",
           ">\n<rect fill=\"red\" width=\"1\"/>");
    expect("<g fill='red' stroke='#123456'><image width='2' xlink:href='data:image/png;base64,A'/></g>",
           ">\n<image width=\"2\" xlink:href=\"data:image/png;base64,A\"/>");
}

static void lines_drawn_alike_are_one(void **state)
{
    (void)state;
    expect("<g fill='none' stroke='red'><path d='M1,1 L2,1'/><path d='M5,1 L6,1'/></g>"
           "<path fill='none' stroke='blue' d='M7,1 L8,1'/>",
           ">\n<path fill=\"none\" stroke=\"red\" d=\"M1 1h1M5 1h1\"/>\n<path fill=\"none\" stroke=\"blue\" d=\"M7 "
           "1h1\"/>");
    expect("<g fill='red' stroke='none'><polygon points='91,1 92,1 92,2 91,2'/>"
           "<polygon points='95,5 95,6 96,6 96,5'/></g>",
           ">\n<path fill=\"red\" d=\"M91 1h1v1h-1zm4 4h1v1h-1z\"/>");
}

/* A mark of no length shows where lines have round ends. */
static void what_shows_nothing_goes(void **state)
{
    (void)state;
    expect("<g fill='none' stroke='red'><path d='M1,1 L2,1'/><path d='M3,1 L3,1'/><path d='M5,1 L6,1'/></g>",
           ">\n<path fill=\"none\" stroke=\"red\" d=\"M1 1h1M5 1h1\"/>");
    expect("<path fill='none' stroke='red' stroke-linecap='round' d='M3,1 L3,1'/>",
           ">\n<path fill=\"none\" stroke=\"red\" stroke-linecap=\"round\" d=\"M3 1h0\"/>");
}

/* One that would be seen through another, or cut out of it. */
static void what_must_stay_apart(void **state)
{
    (void)state;
    expect("<g fill='none' stroke='red' stroke-opacity='.5'><path d='M1,1 L2,1'/><path d='M5,1 L6,1'/></g>",
           ">\n<g fill=\"none\" stroke=\"red\" stroke-opacity=\".5\">\n<path d=\"M1 1h1\"/>\n<path d=\"M5 1h1\"/></g>");
    expect("<polygon fill='red' points='1,1 2,3 4,3'/><polygon fill='red' points='1,1 4,3 2,3'/>",
           ">\n<path fill=\"red\" d=\"M1 1l1 2h2z\"/>\n<path fill=\"red\" d=\"M1 1l3 2h-2z\"/>");
    expect("<polygon fill='red' fill-opacity='.5' points='1,1 2,1 2,2 1,2'/>"
           "<polygon fill='red' fill-opacity='.5' points='1,1 2,1 2,2 1,2'/>",
           ">\n<g fill=\"red\" fill-opacity=\".5\">\n<path d=\"M1 1h1v1h-1z\"/>\n<path d=\"M1 1h1v1h-1z\"/></g>");
    expect(
        "<g transform='scale(9)'><path fill='none' stroke='red' d='M.125,1 L2,1'/></g>", /* would be off by a pixel */
        ">\n<path fill=\"none\" stroke=\"red\" transform=\"scale(9)\" d=\"M.125,1 L2,1\"/>");
}

static void symbols_that_are_used_stay(void **state)
{
    (void)state;
    expect("<defs><path id='a' d='M.25,0'/><use id='b' xlink:href='#a' fill='currentColor'/>"
           "<use id='c' xlink:href='#d'/><path id='d' d='M1,1'/></defs>"
           "<g fill='none' color='red' font-size='3'><use xlink:href='#b' transform='translate(1.00,2.00) "
           "scale(2.50)'/></g>",
           ">\n<defs>\n<path id=\"p-a\" d=\"M.25,0\"/>\n<use fill=\"currentColor\" id=\"p-b\" "
           "xlink:href=\"#p-a\"/></defs>\n"
           "<use fill=\"none\" color=\"red\" transform=\"translate(1,2) scale(2.5)\" xlink:href=\"#p-b\"/>");
}

/* What its group cuts off or puts a filter on stays in it, and has what the groups around gave it. */
static void groups_that_do_something_stay(void **state)
{
    (void)state;
    expect("<defs><clipPath id='k'><rect width='3'/></clipPath></defs>"
           "<g stroke='red' transform='translate(1,1)'><g clip-path='url(#k)' fill='none'><path d='M1,1 L2,1'/></g></g>"
           "<g opacity='.5'></g>",
           ">\n<defs>\n<clipPath id=\"p-k\">\n<rect width=\"3\"/></clipPath></defs>\n"
           "<g transform=\"translate(1,1)\" clip-path=\"url(#p-k)\">\n<path fill=\"none\" stroke=\"red\" d=\"M1 "
           "1h1\"/></g>");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_stand_where_they_stood), cmocka_unit_test(what_is_said_of_all_is_said_once),
    cmocka_unit_test(what_has_no_effect_goes),      cmocka_unit_test(lines_drawn_alike_are_one),
    cmocka_unit_test(what_shows_nothing_goes),      cmocka_unit_test(what_must_stay_apart),
    cmocka_unit_test(symbols_that_are_used_stay),   cmocka_unit_test(groups_that_do_something_stay),
};

TEST_MAIN(tests, NULL, NULL)
