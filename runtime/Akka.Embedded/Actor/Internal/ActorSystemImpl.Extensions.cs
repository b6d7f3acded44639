using System.Collections.Concurrent;
using Akka.Event;
using Akka.Util.Internal;

namespace Akka.Actor.Internal;

internal sealed partial class ActorSystemImpl
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var made = _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        try
        {
            return made.Value;
        }
        catch
        {
            // The next one to ask tries again.
            _extensions.TryRemove(new(extension.ExtensionType, made));
            throw;
        }
    }

    public override object GetExtension(IExtensionId extensionId) => Find(extensionId.ExtensionType);
    public override T GetExtension<T>() => (T)Find(typeof(T));
    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);
    public override bool HasExtension<T>() => HasExtension(typeof(T));
    public override bool TryGetExtension(Type extensionType, out object extension) => (extension = Find(extensionType)) is not null;
    public override bool TryGetExtension<T>(out T extension) => (extension = GetExtension<T>()) is not null;
    private object Find(Type type) => _extensions.TryGetValue(type, out var made) ? made.Value : null;

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions"))
        {
            var type = TypeNames.Find(name);
            if (type is not null && typeof(IExtensionId).IsAssignableFrom(type) && !type.IsAbstract)
            {
                try
                {
                    RegisterExtension((IExtensionId)Activator.CreateInstance(type));
                }
                catch (Exception e)
                {
                    Log.Error(e, "While trying to load extension [{0}], skipping...", name);
                }
            }
            else
            {
                Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
            }
        }
    }
}
