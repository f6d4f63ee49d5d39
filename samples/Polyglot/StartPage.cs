namespace Polyglot;

/// <summary>The page with its first answers in it.</summary>
internal static class StartPage
{
    private const string Begin = "<script id=\"flags\" type=\"application/json\">";
    private const string End = "</script>";

    public static string Html(string answers) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>GrayFlags, asked by React</title></head>
        <body style="font-family: system-ui; margin: 2rem">
        <div id="root"></div>
        {Begin}{answers}{End}
        <script src="/page.js"></script>
        </body>
        </html>
        """;

    public static string AnswersIn(string html)
    {
        var begin = html.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return html[begin..html.IndexOf(End, begin, StringComparison.Ordinal)];
    }
}
