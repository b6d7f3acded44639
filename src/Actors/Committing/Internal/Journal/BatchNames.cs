using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>The names that a batch's events and finished records refer to by number.</summary>
internal sealed class BatchNames
{
    private readonly List<string> _topics = [];
    private readonly List<string> _handlers = [];
    private readonly List<string> _manifests = [];

    public void AddTopic(string name) => _topics.Add(name);

    public void AddHandler(string name) => _handlers.Add(name);

    public void AddManifest(string name) => _manifests.Add(name);

    public string Topic(int number) => Named(_topics, number);

    public string Handler(int number) => Named(_handlers, number);

    public string Manifest(int number) => Named(_manifests, number);

    private static string Named(List<string> names, int number) =>
        number < names.Count ? names[number] : throw new InvalidDataException($"name {number} of {names.Count}");
}
