using Microsoft.AspNetCore.Http;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>
/// Actions come from the dashboard's own page: with a header that a page of another site can't send without being allowed to, and from no
/// other origin.
/// </summary>
internal static class SameSite
{
    public const string Header = "X-Akka-Events";

    public static ValueTask<object?> Only(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var own = request.Headers.ContainsKey(Header) && site is ("" or "same-origin")
            && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)));
        return own ? next(context) : ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status403Forbidden));
    }
}
