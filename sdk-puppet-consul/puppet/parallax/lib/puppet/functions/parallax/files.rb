# frozen_string_literal: true

# @summary Decides where the files of all components of a host lie.
#
# A file lies at its own path. Where two components want different files at one path, the first (in the order given) gets
# the path; the other gets a private copy, which its unit sees at the path through a bind mount.
Puppet::Functions.create_function(:'parallax::files') do
  # @param components unit name => component
  # @param private_directory where private copies lie
  # @return [Hash] unit name => `files` that it is the first to want (path => file, `owner` filled in), `paths` of all its
  #   files, and `binds` (private copy => path)
  dispatch :place do
    param 'Hash[String, Parallax::Component_data]', :components
    param 'Parallax::Path', :private_directory
    return_type 'Hash'
  end

  def place(components, private_directory)
    placed = {}
    components.to_h do |unit, component|
      seen = { 'files' => {}, 'paths' => [], 'binds' => {} }
      (component['files'] || {}).sort.each do |path, file|
        owned = with_owner(file, component.dig('user', 'name'))
        place = placed.fetch(path, owned) == owned ? path : "#{private_directory}/#{unit}#{path}"
        seen['files'][place] = owned unless placed.key?(place)
        placed[place] = owned
        seen['paths'] << place
        seen['binds'][place] = path unless place == path
      end
      [unit, seen]
    end
  end

  def with_owner(file, user)
    { 'mode' => '0644', 'owner' => user || 'root', 'group' => '', 'sensitive' => false }.merge(file)
  end
end
