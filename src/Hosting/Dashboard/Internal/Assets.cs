using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>The page and what it is made of: files in the assembly, as they were written.</summary>
internal static class Assets
{
    private const string Prefix = "Dashboard/";

    public static IResult Page(HttpContext http, string path)
    {
        // The one thing that is put into it: where its addresses begin.
        var page = Read("dashboard.html")!.Replace("{{base}}", HtmlEncoder.Default.Encode($"{http.Request.PathBase}{path}/"), StringComparison.Ordinal);
        return Results.Text(page, "text/html; charset=utf-8");
    }

    public static IResult File(string name) => name switch
    {
        "dashboard.css" => Results.Text(Read(name)!, "text/css; charset=utf-8"),
        "dashboard.js" or "letters.js" or "page.js" or "plots.js" => Results.Text(Read(name)!, "text/javascript; charset=utf-8"),
        _ => Results.NotFound(),
    };

    private static string? Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
