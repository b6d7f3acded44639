using System.Net;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Akka.Events.Dashboard.Tests;

public sealed class LettersTests(Browser browser) : IClassFixture<Browser>
{
    private const string Hostile = "lost <img src=x onerror=\"document.title='broken into'\">";

    [SkippableFact]
    public async Task Dead_letters_are_looked_at_replayed_and_discarded_on_the_page()
    {
        var page = await browser.NewPage(width: 360);
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-User"] = "operator" });
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await using var shop = await Shop.Open(o => o.ActionPolicy = "operators", users: true, mail: true);
        await shop.Publish("eva", "pear", Hostile, "lost 2", "lost 3");
        await shop.Saved(3);
        await page.GotoAsync(shop.Page.ToString());
        // Those whose handlers save come first. By keyboard.
        await Expect(page.Locator("#mail option").First).ToHaveTextAsync("baskets (mail)");
        await page.Locator("#mail select").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#letters .list tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#letters .reasons tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#letters .list tbody tr").First).ToContainTextAsync("no address for lost <img");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than its window");

        await page.Locator("#letters .list tbody tr").Nth(1).GetByText("Discard").ClickAsync();
        await Expect(page.Locator("#letters .said")).ToHaveTextAsync("1 discarded.");
        await Expect(page.Locator("#letters .list tbody tr")).ToHaveCountAsync(2);
        shop.MendMail();
        await page.GetByText("Replay all").ClickAsync();
        await Expect(page.Locator("#letters .said")).ToHaveTextAsync("2 replayed.");
        await Expect(page.Locator("#letters")).ToContainTextAsync("There are none.");
        // Four events, and two once more.
        await shop.Mailed(6);
        Assert.Equal("Akka.Events", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("main img").CountAsync());
    }

    [Fact]
    public async Task Values_are_redacted_or_not_shown_and_only_operators_deal_with_letters_of_the_processs_own_groups()
    {
        await using var shop = await Shop.Open(o => (o.ActionPolicy, o.Redact) = ("operators", (name, text) => $"{name}: {text.Length} characters"), users: true, mail: true);
        await shop.Publish("eva", "lost pear");
        await shop.Saved(1);
        using var client = new HttpClient { BaseAddress = shop.Address };
        var letters = await client.GetStringAsync("/events/letters?topic=baskets&group=mail");
        Assert.Contains("\"text\":\"baskets: 9 characters\"", letters, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/events/letters?topic=baskets&group=others")).StatusCode);
        const string discard = "/events/letters/discard?topic=baskets&group=mail&position=0@0";
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(discard, ("X-Akka-Events", "1")));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(discard, ("X-Akka-Events", "1"), ("X-User", "reader")));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(discard, ("X-User", "operator")));
        Assert.Equal(HttpStatusCode.BadRequest, await Post($"{discard}x", ("X-Akka-Events", "1"), ("X-User", "operator")));
        Assert.Equal(HttpStatusCode.NotFound, await Post("/events/letters/replay?topic=baskets&group=others", ("X-Akka-Events", "1"), ("X-User", "operator")));

        async Task<HttpStatusCode> Post(string address, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }
}
