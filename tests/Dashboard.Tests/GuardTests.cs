using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Events.Dashboard.Tests;

public sealed class GuardTests
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Without_a_policy_only_this_machine_may_look_and_by_its_own_name()
    {
        await using var shop = await Shop.Open();
        using var here = await Client.GetAsync(shop.Page);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        var policy = here.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        // A page elsewhere whose name leads here; and a proxy, which speaks for anybody.
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Get, shop.Page, ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Get, new Uri(shop.Page, "/events/status"), ("X-Forwarded-For", "10.0.0.1")));
        // Actions need a policy, also here.
        Assert.Equal(HttpStatusCode.NotFound, await Status(HttpMethod.Post, new Uri(shop.Page, "/events/outbox/1/skip"), ("X-Akka-Events", "1")));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("X-Forwarded-Host", "shop.example")]
    [InlineData("X-Real-IP", "10.0.0.1")]
    [InlineData("X-Original-For", "10.0.0.1:4711")]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Without_a_policy_a_proxys_header_is_refused(string name, string value)
    {
        await using var shop = await Shop.Open();
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Get, new Uri(shop.Page, "/events/status"), (name, value)));
    }

    [Theory]
    [InlineData("X-Original-For")]
    [InlineData("Came-From")]
    public async Task Without_a_policy_nobody_becomes_this_machine_by_forwarded_headers(string original)
    {
        // As where the lists of known proxies are cleared, or ASPNETCORE_FORWARDEDHEADERS_ENABLED is set.
        await using var shop = await Shop.Open(
            services: s => s.Configure<ForwardedHeadersOptions>(o =>
            {
                o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost;
                o.KnownProxies.Clear();
                o.KnownIPNetworks.Clear();
                o.OriginalForHeaderName = original;
            }),
            pipeline: app =>
            {
                // Somebody from elsewhere.
                app.Use((http, next) =>
                {
                    http.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
                    return next(http);
                });
                app.UseForwardedHeaders();
            });
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Get, new Uri(shop.Page, "/events/status"), ("X-Forwarded-For", "127.0.0.1"), ("Host", "localhost")));
    }

    [Fact]
    public async Task Policies_say_who_reads_and_who_acts_and_actions_come_from_the_page_itself()
    {
        await using var shop = await Shop.Open(o => (o.ReadPolicy, o.ActionPolicy) = ("readers", "operators"), users: true);
        var skip = new Uri(shop.Page, "/events/outbox/1/skip");
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(HttpMethod.Get, shop.Page));
        Assert.Equal(HttpStatusCode.OK, await Status(HttpMethod.Get, shop.Page, ("X-User", "reader"), ("Host", "shop.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Post, skip, ("X-User", "reader"), ("X-Akka-Events", "1")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Post, skip, ("X-User", "operator")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Post, skip, ("X-User", "operator"), ("X-Akka-Events", "1"), ("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Post, skip, ("X-User", "operator"), ("X-Akka-Events", "1"), ("Sec-Fetch-Site", "cross-site")));
        // Allowed; this service has no outbox.
        Assert.Equal(HttpStatusCode.NotFound, await Status(HttpMethod.Post, skip, ("X-User", "operator"), ("X-Akka-Events", "1")));
    }

    [Fact]
    public async Task States_can_be_redacted_or_not_shown_at_all()
    {
        await using var open = await Shop.Open(o => o.Redact = (name, text) => $"{name}: {text.Length} characters");
        await open.Publish("eva", "pear");
        await open.Handled(1);
        var entity = "/events/entity?group=baskets&entity=basket&key=eva";
        var shown = await Client.GetStringAsync(new Uri(open.Address, entity));
        Assert.Contains("characters", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("pear", shown, StringComparison.Ordinal);
        await using var closed = await Shop.Open(o => o.ShowStates = false);
        Assert.Equal(HttpStatusCode.Forbidden, await Status(HttpMethod.Get, new Uri(closed.Address, entity)));
    }

    private static async Task<HttpStatusCode> Status(HttpMethod method, Uri address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }
}
